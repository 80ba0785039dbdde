import type { WebEnv } from "./env.ts";

export interface ContentPolicyOptions {
  readonly nonce: string;
  readonly env: Pick<WebEnv, "RPC_URL" | "RPC_WS_URL" | "GATEWAY_URL" | "INDEXER_URL">;
  /** The development server evaluates code and injects styles. */
  readonly isDevelopment: boolean;
}

/** The page's content security policy: no foreign script, style, image or connection but those of the configuration. */
export function contentPolicy({ nonce, env, isDevelopment }: ContentPolicyOptions): string {
  const { RPC_URL, RPC_WS_URL, GATEWAY_URL, INDEXER_URL } = env;
  const outside = [RPC_URL, RPC_WS_URL, GATEWAY_URL, INDEXER_URL].filter((one) => one !== undefined);
  const origins = [...new Set(outside.map((one) => new URL(one).origin))].join(" ");
  return [
    "default-src 'self'",
    // Programs are metered and run again in a worker: WebAssembly must compile.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic' 'wasm-unsafe-eval'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' ${isDevelopment ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    // Heights of virtual rows and widths of bars are attributes; they cannot load anything.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "font-src 'self'",
    `connect-src 'self' ${origins}${isDevelopment ? " ws:" : ""}`,
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
