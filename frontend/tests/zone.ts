/** The device's zone in tests; the zones of people and centers are always given. */
export function setup() {
  process.env.TZ = "UTC";
}
