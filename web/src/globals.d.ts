/// <reference types="next" />

/** Replaced by the build; see web/build/env.ts. */
declare const __DEV_WALLET__: boolean;
