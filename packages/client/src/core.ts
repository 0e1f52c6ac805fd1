import { failure, retryAfter, UserViewError } from "./errors.ts";

/** A server that wants more patience than this gets its way: the error is thrown. */
const LONGEST_WAIT_SECONDS = 60;
const TIMEOUT_MS = 30_000;

export interface Settings {
  /** Such as `https://userview.example.com`. */
  baseUrl: string;
  /** A secret key; never in a web page, where everybody can read it. */
  secretKey: string;
  /** How often a request is sent again that met a rate limit; 2 when left out. */
  retries?: number;
  /** 30,000 when left out. */
  timeoutMs?: number;
  /** In place of the global `fetch`. */
  fetch?: typeof fetch;
}

export interface Options {
  signal?: AbortSignal;
}

/** Sends requests: what is the same for every operation. The methods are in `generated`. */
export class Core {
  private readonly baseUrl: string;
  private readonly secretKey: string;
  private readonly retries: number;
  private readonly timeoutMs: number;
  private readonly fetch: typeof fetch;

  constructor(settings: Settings) {
    if (!/^https?:\/\//.test(settings.baseUrl)) {
      throw new TypeError(
        `baseUrl: expected a URL such as https://userview.example.com, got ${settings.baseUrl}`,
      );
    }
    if (settings.secretKey === "") {
      throw new TypeError("secretKey: expected a secret key, got nothing");
    }
    this.baseUrl = settings.baseUrl.replace(/\/+$/, "");
    this.secretKey = settings.secretKey;
    this.retries = settings.retries ?? 2;
    this.timeoutMs = settings.timeoutMs ?? TIMEOUT_MS;
    this.fetch = settings.fetch ?? fetch;
  }

  /**
   * Sends a request, again when it met a rate limit; the answer's body.
   *
   * @throws UserViewError when it failed; the signal's reason when it was aborted
   */
  protected async send(
    method: string,
    path: string,
    options: Options,
    query: object,
    body?: object,
  ): Promise<unknown> {
    const url = this.baseUrl + path + written(query);
    for (let attempt = 0; ; attempt += 1) {
      const response = await this.sent(url, method, options, body);
      const read: unknown = await response.json().catch(() => null);
      if (response.ok && read !== null) return read;
      const seconds = retryAfter(response);
      const again =
        response.status === 429 && attempt < this.retries && seconds <= LONGEST_WAIT_SECONDS;
      if (!again) throw failure(response, read);
      await waited(seconds * 1000, options.signal);
    }
  }

  private async sent(
    url: string,
    method: string,
    options: Options,
    body: object | undefined,
  ): Promise<Response> {
    const headers: Record<string, string> = { "X-Api-Key": this.secretKey };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    const timeout = AbortSignal.timeout(this.timeoutMs);
    const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    try {
      return await this.fetch(url, { method, headers, signal, ...sent });
    } catch (error) {
      if (options.signal?.aborted) throw error;
      throw new UserViewError(0, "unreachable", `the server cannot be reached: ${reason(error)}`);
    }
  }
}

function written(query: object): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null) parameters.set(name, String(value));
  }
  return parameters.size === 0 ? "" : `?${parameters}`;
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

function waited(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, milliseconds);
    signal?.addEventListener("abort", stop, { once: true });
  });
}
