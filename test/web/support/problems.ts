import type { ConsoleMessage, Page } from "@playwright/test";

/** Everything that a page should not say. A test that makes a server fail allows what the browser says of that. */
export class Problems {
  readonly found: string[] = [];
  private readonly allowed: RegExp[] = [];

  /** Failed connections to `url` are part of the test. */
  allowFailuresOf(url: string): void {
    this.allowed.push(new RegExp(url.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")));
  }

  /** A message of this form is part of the test. */
  allow(pattern: RegExp): void {
    this.allowed.push(pattern);
  }

  async watch(page: Page): Promise<void> {
    await page.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sourceFile, sample }) => {
        console.error(`Policy violated: ${violatedDirective} ${blockedURI} ${sourceFile} ${sample}`);
      });
    });
    page.on("console", (message) => this.onConsole(message));
    page.on("pageerror", ({ message, stack }) => this.note(`Page error: ${message}\n${stack}`));
  }

  private onConsole(message: ConsoleMessage): void {
    if (!["error", "warning"].includes(message.type())) return;
    // The browser names a failed request by the place of the message, not by its text.
    this.note(`${message.type()}: ${message.text()} (${message.location().url})`);
  }

  private note(text: string): void {
    if (!this.allowed.some((pattern) => pattern.test(text))) this.found.push(text);
  }
}
