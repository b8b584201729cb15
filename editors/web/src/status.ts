// Messages to the writer: in the bar at the bottom, and for screen readers.

import { byId } from "./dom";

const SHOWN_MILLISECONDS = 8_000;

let timer = 0;

/** Tell screen readers something that others see on the page. */
export function say(text: string): void {
    byId("live").textContent = text;
}

/** Show a message for a while. */
export function notify(text: string): void {
    const plain = text.replaceAll("`", "");
    say(plain);
    const notice = byId("notice");
    notice.textContent = plain;
    document.body.classList.add("notified");
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
        document.body.classList.remove("notified");
        notice.textContent = "";
    }, SHOWN_MILLISECONDS);
}
