"use client";

import { useState } from "react";

/** Whether `is` was true at any time: what was opened once stays there to close with its animation. */
export function useWasEver(is: boolean): boolean {
  const [was, setWas] = useState(is);
  if (is && !was) setWas(true);
  return was || is;
}
