/** Resolves once the question is answered with yes; fails after `patience` milliseconds. */
export async function waitUntil(question: () => boolean | Promise<boolean>, timeout = 10_000): Promise<void> {
  for (const start = Date.now(); !(await question()); ) {
    if (Date.now() - start > timeout) throw new Error(`Waited ${timeout} ms in vain: ${question}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
