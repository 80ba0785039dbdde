import { GeistSans } from "geist/font/sans";
import localFont from "next/font/local";

/** Ids and logs are few on the first screen: their letters are not fetched ahead. */
const mono = localFont({
  src: "../../../node_modules/geist/dist/fonts/geist-mono/GeistMono-Variable.woff2",
  variable: "--font-geist-mono",
  weight: "100 900",
  preload: false,
  adjustFontFallback: false,
  fallback: ["ui-monospace", "monospace"],
});

export const fontClasses = `${GeistSans.variable} ${mono.variable}`;
