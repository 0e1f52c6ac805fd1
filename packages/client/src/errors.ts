/** What kind of failure it is, for programs that treat several codes alike. */
export type Kind =
  | "not_authenticated"
  | "not_allowed"
  | "not_found"
  | "conflict"
  | "gone"
  | "rate_limited"
  | "server_failed"
  | "unreachable"
  | "invalid_request";

/** A request failed. */
export class UserViewError extends Error {
  override name = "UserViewError";
  /** The answer's, 0 without one. */
  readonly status: number;
  /** What programs go by, e.g. `not_found`. */
  readonly code: string;
  /** Names the request in the server's log. */
  readonly requestId: string | null;
  /** When the server asks to wait, else null. */
  readonly retryAfterSeconds: number | null;

  /** @param message one sentence for people */
  constructor(
    status: number,
    code: string,
    message: string,
    requestId: string | null = null,
    retryAfterSeconds: number | null = null,
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.requestId = requestId;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  get kind(): Kind {
    if (this.status >= 500) return "server_failed";
    return KINDS[this.status] ?? "invalid_request";
  }
}

const KINDS: Readonly<Record<number, Kind>> = {
  0: "unreachable",
  401: "not_authenticated",
  403: "not_allowed",
  404: "not_found",
  409: "conflict",
  410: "gone",
  429: "rate_limited",
};

/** The error that an answer stands for, whatever its body is. */
export function failure(response: Response, body: unknown): UserViewError {
  const told = typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
  const code = typeof told["error"] === "string" ? told["error"] : "unexpected";
  const message =
    typeof told["message"] === "string"
      ? told["message"]
      : `the server answered ${response.status} without saying why`;
  const wait = response.status === 429 ? retryAfter(response) : null;
  return new UserViewError(
    response.status,
    code,
    message,
    response.headers.get("X-Request-Id"),
    wait,
  );
}

/** Seconds after which the server wants to be asked again; 1 when it does not say. */
export function retryAfter(response: Response): number {
  const seconds = Number(response.headers.get("Retry-After") ?? "1");
  return Number.isFinite(seconds) ? Math.max(0, seconds) : 1;
}
