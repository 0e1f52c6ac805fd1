/** A refusal of the server, or a request that did not reach it (`status` 0). */
export class ApiError extends Error {
  override name = "ApiError";

  /**
   * @param code what programs go by, e.g. `not_found`; `unreachable` without an answer
   * @param message one sentence for people
   * @param retryAfterSeconds when the server asks to wait, else null
   * @param facts further fields of the answer
   */
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly retryAfterSeconds: number | null = null,
    readonly facts: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}

/** The error that an answer which is not a success stands for, whatever its body is. */
export function errorFromAnswer(response: Response, body: unknown): ApiError {
  const fields = typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
  const code = typeof fields["error"] === "string" ? fields["error"] : "unexpected";
  const message =
    typeof fields["message"] === "string"
      ? fields["message"]
      : `The server answered ${response.status} without saying why.`;
  return new ApiError(response.status, code, message, retryAfter(response), fields);
}

function retryAfter(response: Response): number | null {
  const header = response.headers.get("Retry-After");
  if (header === null) return null;
  const seconds = Number(header);
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : null;
}

/** Any failure of a request in one sentence for people. */
export function inWords(error: unknown): string {
  if (error instanceof ApiError) {
    return error.message.charAt(0).toUpperCase() + error.message.slice(1);
  }
  return "Something went wrong in this page. Reload it to go on.";
}

/** Failures that may be over in a moment; refusals are not. */
export function worthRetrying(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status >= 500);
}
