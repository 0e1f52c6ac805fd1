import { ApiError, errorFromAnswer } from "./errors.ts";

interface Fetched<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/** What a request answered; throws `ApiError` when it failed or did not reach the server. */
export async function settled<Data>(asked: Promise<Fetched<Data>>): Promise<Data> {
  let fetched: Fetched<Data>;
  try {
    fetched = await asked;
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError(0, "unreachable", "the server cannot be reached");
  }
  const { data, error, response } = fetched;
  if (data === undefined) throw errorFromAnswer(response, error);
  return data;
}
