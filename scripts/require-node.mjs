// Runs first in `start` and `test`. pnpm only warns when its automatic install failed and then runs the
// script all the same, on whatever Node the machine has: say so here instead of failing somewhere later.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(
    `This needs Node 22.19 or newer, and found ${process.versions.node}.\n` +
      'The project brings its own Node 26: run `npx -y pnpm@12.21.0 install` and read why it failed, ' +
      'then run this command again.\n',
  );
  process.exit(2);
}
