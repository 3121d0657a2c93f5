import { Command, type ParseOptionsResult } from 'commander';

/** A command that names an option that it does not know even when a required one is missing: that is often the same mistake. */
export class StrictCommand extends Command {
  override createCommand(name?: string): StrictCommand {
    return new StrictCommand(name);
  }

  override parseOptions(words: string[]): ParseOptionsResult {
    const parsed = super.parseOptions(words);
    // Commander looks at what is missing first, and at what is unknown only then.
    const unknown = this.commands.length === 0 && parsed.unknown.some((word) => word.startsWith('-'));
    if (unknown) for (const option of this.options) option.mandatory = false;
    return parsed;
  }
}
