import { defineConfig } from "@playwright/test";
import base from "./playwright.config.ts";

const launch = base.use!.launchOptions!;
export default defineConfig({
  ...base,
  reporter: [["line"]],
  use: {
    ...base.use,
    launchOptions: { ...launch, args: [...launch.args!, "--host-resolver-rules=MAP 127.0.0.1:13000 127.0.0.1:13555"] },
  },
});
