import { Cpu, Gamepad2, Monitor, Smartphone, Tablet, Tv, Watch } from "lucide-react";

const ICONS = {
  desktop: Monitor,
  console: Gamepad2,
  mobile: Smartphone,
  tablet: Tablet,
  smarttv: Tv,
  wearable: Watch,
  embedded: Cpu,
} as const;

/** Decoration beside the device's name. */
export function DeviceIcon({ type }: { type: string | null }) {
  const Icon = ICONS[(type ?? "desktop") as keyof typeof ICONS] ?? Monitor;
  return <Icon aria-hidden size={15} className="shrink-0 text-ink-faint" />;
}
