/** All that is loaded where a card or a dashboard of this integration is shown. */

import "./battery-view";
import "./fleet-view";

export { check, configForm } from "./config";
export { dashboard } from "./strategy";
