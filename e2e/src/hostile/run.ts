/** What tells that something ran: a flag in its window, and a word to the outermost one. */
export const RUN = "window.pwned = true; top.postMessage('pwned', '*')";
