import { db } from "ponder:api";
import schema from "ponder:schema";
import { hex32Schema } from "@computehive/protocol/hex";
import { accountQuerySchema } from "@computehive/protocol/indexer-api/account";
import { bookQuerySchema, pricesQuerySchema } from "@computehive/protocol/indexer-api/book";
import { addressQuerySchema, pageQuerySchema } from "@computehive/protocol/indexer-api/common";
import { blocksQuerySchema, eventsQuerySchema } from "@computehive/protocol/indexer-api/event";
import { executionsQuerySchema } from "@computehive/protocol/indexer-api/execution";
import { jobsQuerySchema } from "@computehive/protocol/indexer-api/job";
import { offersQuerySchema } from "@computehive/protocol/indexer-api/offer";
import { nodesQuerySchema } from "@computehive/protocol/indexer-api/provider";
import { type Context, Hono } from "hono";
import { graphql } from "ponder";
import { z } from "zod";
import { runSettings } from "../env.ts";
import { KEEPSAKE_PATH } from "../launcher-messages.ts";
import { readAccount } from "./answers/accounts.ts";
import { readBook } from "./answers/book.ts";
import { listBlocks, listEvents } from "./answers/events.ts";
import { findExecution } from "./answers/executions.ts";
import { findJob, listJobs } from "./answers/jobs.ts";
import { findCase } from "./answers/jury-case.ts";
import { listExecutions } from "./answers/list-executions.ts";
import { findOffer, listOffers } from "./answers/offers.ts";
import { listPrices } from "./answers/prices.ts";
import { findNode, findProvider, listNodes, listProviders } from "./answers/providers.ts";
import { listResourceClasses } from "./answers/resource-classes.ts";
import { readTotals } from "./answers/totals.ts";
import { noteKeptBlock } from "./checkpoint.ts";
import { readKeepsake } from "./keepsake.ts";
import { onLauncherMessage } from "./launcher-link.ts";
import { createBroadcast } from "./live/broadcast.ts";
import { follow } from "./live/follow.ts";
import { liveRoute } from "./live/route.ts";
import { createSlots } from "./live/slots.ts";
import { parsed, RefusedError, respondWithRefusal } from "./refusal.ts";
import { jsonResponse } from "./respond.ts";
import { type Reorgs, readStatus } from "./status.ts";

/** Messages kept for readers who come back. */
const KEPT_MESSAGES = 5_000;

const settings = runSettings();
const broadcast = createBroadcast({ kept: KEPT_MESSAGES });
const following = follow(broadcast);
const takeSlot = createSlots({ most: settings.liveConnections, mostPerAddress: settings.livePerAddress });
let reorgs: Reorgs = settings.reorgs;
onLauncherMessage((message) => {
  noteKeptBlock(message.event === "reorg" ? message.lastKeptBlock : undefined);
  if (message.event !== "reorg") return;
  reorgs = message.reorgs;
  following.goBack(message.lastKeptBlock);
});

const nothing = z.strictObject({});

/** A route that reads its query, refuses what it does not know, and answers JSON. */
function answer<schema extends z.ZodType>(query: schema, read: (query: z.output<schema>, c: Context) => unknown) {
  return async (c: Context): Promise<Response> => jsonResponse(await read(parsed(query, c.req.query()), c));
}

const hash = (c: Context) => parsed(hex32Schema, c.req.param("id"), "id");
const address = (c: Context) => parsed(addressQuerySchema, c.req.param("address"), "address");

const app = new Hono();
app.get(
  "/v1/status",
  answer(nothing, () => readStatus(reorgs)),
);
app.get("/v1/totals", answer(nothing, readTotals));
app.get("/v1/book", answer(bookQuerySchema, readBook));
app.get("/v1/resource-classes", answer(nothing, listResourceClasses));
app.get("/v1/prices", answer(pricesQuerySchema, listPrices));
app.get("/v1/offers", answer(offersQuerySchema, listOffers));
app.get(
  "/v1/offers/:id",
  answer(nothing, (_, c) => findOffer(hash(c))),
);
app.get("/v1/jobs", answer(jobsQuerySchema, listJobs));
app.get(
  "/v1/jobs/:id",
  answer(nothing, (_, c) => findJob(hash(c))),
);
app.get(
  "/v1/jobs/:id/case",
  answer(nothing, (_, c) => findCase(hash(c))),
);
app.get("/v1/executions", answer(executionsQuerySchema, listExecutions));
app.get(
  "/v1/executions/:id",
  answer(nothing, (_, c) => findExecution(hash(c))),
);
app.get("/v1/providers", answer(pageQuerySchema, listProviders));
app.get(
  "/v1/providers/:address",
  answer(nothing, (_, c) => findProvider(address(c))),
);
app.get("/v1/nodes", answer(nodesQuerySchema, listNodes));
app.get(
  "/v1/nodes/:address",
  answer(nothing, (_, c) => findNode(address(c))),
);
app.get(
  "/v1/accounts/:address",
  answer(accountQuerySchema, (query, c) => readAccount(address(c), query)),
);
app.get("/v1/events", answer(eventsQuerySchema, listEvents));
app.get("/v1/blocks", answer(blocksQuerySchema, listBlocks));
app.get("/v1/live", liveRoute(broadcast, takeSlot));
app.use("/graphql", graphql({ db, schema }));
app.get(KEEPSAKE_PATH, answer(nothing, readKeepsake));
app.all("/v1/*", () => {
  throw new RefusedError({ code: "not-found", message: "The indexer has no such route." });
});
app.onError(respondWithRefusal);

// biome-ignore lint/style/noDefaultExport: Ponder serves what this file exports by default.
export default app;
