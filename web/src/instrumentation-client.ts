import { z } from "zod";

// Runs before everything else in the browser: schemas that compile themselves would be refused by the page's policy.
z.config({ jitless: true });
