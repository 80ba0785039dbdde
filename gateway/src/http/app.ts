import { OpenAPIHono } from "@hono/zod-openapi";
import { registerApiKeyRoutes } from "../api-keys/routes.ts";
import { registerQuotaRoutes } from "../blobs/quota-routes.ts";
import { registerBlobRoutes } from "../blobs/routes.ts";
import { registerStatementRoutes } from "../carrier/routes.ts";
import { registerLogRoutes } from "../executions/log-routes.ts";
import { registerExecutionRoutes } from "../executions/routes.ts";
import { GatewayError } from "../gateway-error.ts";
import { registerManifestRoutes } from "../manifests/routes.ts";
import { registerNodeRoutes } from "../nodes/routes.ts";
import { registerNotificationRoutes } from "../notifications/routes.ts";
import { registerOrderRoutes } from "../orders/routes.ts";
import { registerPairingRoutes } from "../pairings/routes.ts";
import { registerPushRoutes } from "../push/routes.ts";
import { registerSavedManifestRoutes } from "../saved-manifests/routes.ts";
import { registerSessionRoutes } from "../sessions/routes.ts";
import { allowOrigins } from "./allow-origins.ts";
import type { GatewayApp, GatewayContext, GatewayEnv } from "./context.ts";
import { isInternal, respondWithError } from "./error-response.ts";
import { limitAddresses, observe, secureHeaders } from "./middleware.ts";
import { registerServiceRoutes } from "./service-routes.ts";

/** The HTTP face of a gateway. */
export function createApp(context: GatewayContext): GatewayApp {
  const app = new OpenAPIHono<GatewayEnv>({
    defaultHook: (result) => {
      if (!result.success) throw result.error;
    },
  });

  app.onError((error, c) => {
    if (isInternal(error)) context.logger.error({ requestId: c.get("requestId"), err: error }, "a request failed");
    return respondWithError(c, error);
  });
  app.notFound((c) => respondWithError(c, new RouteUnknownError({ method: c.req.method, path: c.req.path })));

  app.use(observe(context), secureHeaders, allowOrigins(context), limitAddresses(context));
  registerServiceRoutes(app, context);
  registerSessionRoutes(app, context);
  registerApiKeyRoutes(app, context);
  registerBlobRoutes(app, context);
  registerQuotaRoutes(app, context);
  registerManifestRoutes(app, context);
  registerSavedManifestRoutes(app, context);
  registerNodeRoutes(app, context);
  registerOrderRoutes(app, context);
  registerStatementRoutes(app, context);
  registerPairingRoutes(app, context);
  registerNotificationRoutes(app, context);
  registerPushRoutes(app, context);
  registerExecutionRoutes(app, context);
  registerLogRoutes(app, context);
  return app;
}

export class RouteUnknownError extends GatewayError {
  override readonly name = "RouteUnknownError";
  constructor({ method, path }: { method: string; path: string }) {
    super(`There is no ${method.slice(0, 16)} ${path.slice(0, 200)} here.`, {
      code: "not-found",
      hint: "/v1/openapi.json lists all routes.",
    });
  }
}
