/** What a process of the soak's surroundings answers, by the name of the question. */
export type ParentQuestions = Readonly<Record<string, (content: never) => unknown>>;

interface Question {
  readonly asks: number;
  readonly question: string;
  readonly content: never;
}

const STOP_MS = 5_000;

/** Answers the process that started this one, until that is gone. */
export function answerParent(questions: ParentQuestions, stop: () => Promise<void>): void {
  const answer = async ({ asks, question, content }: Question): Promise<void> => {
    const told = await questions[question]?.(content);
    if (process.connected) process.send?.({ answers: asks, content: told });
  };
  const end = async (): Promise<void> => {
    // What is still on its way to somebody who is gone may hang: the process ends all the same.
    setTimeout(() => process.exit(0), STOP_MS).unref();
    await stop();
    process.exit(0);
  };
  process.on('message', (question: Question) => void answer(question));
  process.on('disconnect', () => void end());
}

/** Tells the process that started this one something that it did not ask for. */
export function tellParent(news: unknown): void {
  if (process.connected) process.send?.({ news });
}
