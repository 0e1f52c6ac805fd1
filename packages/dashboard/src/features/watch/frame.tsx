import { isViewerHello, PORT_OFFER } from "@userview/viewer/port";
import { useEffect, useRef } from "react";

/**
 * The frame on the replay host that shows the visitor's page. Each time it has loaded it asks for a
 * port; origin and source are checked before it gets one.
 */
export function MirrorFrame({
  mirror,
  replayOrigin,
  name,
  hidden,
}: {
  /** Gets a port each time that the frame has loaded. */
  mirror: { attach(port: MessagePort): void };
  replayOrigin: string;
  /** Whose page it is, for screen readers. */
  name: string;
  /** There is nothing to see, so that nothing in it can be reached by keyboard either. */
  hidden: boolean;
}) {
  const frame = useRef<HTMLIFrameElement>(null);
  useEffect(() => {
    const onMessage = (event: MessageEvent) => {
      const window = frame.current?.contentWindow;
      if (event.origin !== replayOrigin || event.source !== window || !isViewerHello(event.data)) {
        return;
      }
      const channel = new MessageChannel();
      mirror.attach(channel.port1);
      window?.postMessage(PORT_OFFER, replayOrigin, [channel.port2]);
    };
    window.addEventListener("message", onMessage);
    if (frame.current !== null) frame.current.src = `${replayOrigin}/view`;
    return () => window.removeEventListener("message", onMessage);
  }, [mirror, replayOrigin]);
  return (
    <iframe
      ref={frame}
      title={`The page of ${name}`}
      referrerPolicy="no-referrer"
      className={`absolute inset-0 size-full border-0 ${hidden ? "invisible" : ""}`}
    />
  );
}
