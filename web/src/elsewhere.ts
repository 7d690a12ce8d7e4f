// What is not needed for the first view, in one file that comes after it: the session, the other rooms and the figure.
import { ROUTINES, routeText } from "./rooms";
import { bodyView } from "./views/body";
import { dataView } from "./views/data";
import { dayView } from "./views/day";
import { editView, makeCopy } from "./views/edit";
import { handoutView } from "./views/handout";
import { meView } from "./views/me";
import { mineView } from "./views/mine";
import { moveView } from "./views/move";
import { movesView } from "./views/moves";
import { paperView } from "./views/paper";
import { progressView } from "./views/progress";
import { reachView } from "./views/reach";
import { remindView } from "./views/remind";
import { routineView } from "./views/routine";
import { routinesView } from "./views/routines";
import { settingsView } from "./views/settings";
import { shareView } from "./views/share";
import { tookView } from "./views/took";
import { trialView } from "./views/trial";
import type { Room, View } from "./views/view";
import { weeksView } from "./views/weeks";
import { whereView } from "./views/where";

export { Stage } from "./stage";
export { afterView, type Rating } from "./views/after";
export { doneView } from "./views/done";
export { openView } from "./views/open";
export { Player } from "./views/player";
export { readyView } from "./views/ready";
export { bodyView, routineView };

/** What stands behind a room's name in the route; `anew`: every text is to be said again. */
export function roomView(room: Room, name: string, rest: readonly string[], anew: () => void): View {
  const [one, page] = rest;
  if (name === "moves") return moves(room, one, page);
  if (name === ROUTINES) return routines(room, one, page);
  if (name === "progress") return one === "where" ? whereView(room) : one === "trial" ? trialView(room) : progressView(room);
  if (one === "day") return dayView(room);
  if (one === "reach") return reachView(room, page);
  if (one === "body") return bodyView(room, { onDone: () => { location.hash = routeText("me"); } });
  if (one === "settings") return settingsView(room, anew);
  return one === "data" ? dataView(room) : meView(room);
}

function moves(room: Room, id?: string, page?: string): View {
  if (id === undefined) return movesView(room);
  if (id === "new") return mineView(room, null)!;
  if (id === "open") return tookView(room);
  return (page === "edit" ? mineView(room, id) : null) ?? moveView(room, id);
}

function routines(room: Room, key?: string, page?: string): View {
  if (key === undefined) return routinesView(room);
  if (key === "new") return editView(room, null);
  if (key === "new-programme") return weeksView(room, null);
  if (page === "edit") return room.documents.get(key)?.content.kind === "programme" ? weeksView(room, key) : editView(room, key);
  if (page === "share") return shareView(room, key);
  if (page === "print") return handoutView(room, key);
  if (page === "paper") return paperView(room, key);
  if (page === "remind") return remindView(room, key);
  if (page === "copy") void makeCopy(room, key).then((id) => { if (id !== null) location.replace(routeText(ROUTINES, id, "edit")); });
  return routineView(room, key);
}
