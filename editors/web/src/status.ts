// Messages to the writer: in the bar at the bottom, and for screen readers.

import { byId, el, replaceChildren } from "./dom";

const SHOWN_MILLISECONDS = 8_000;
const SHOWN_WITH_ACTION_MILLISECONDS = 20_000;

let timer = 0;

/** Tell screen readers something that others see on the page. */
export function say(text: string): void {
    byId("live").textContent = text;
}

/** Something that the writer can do about a message. */
export interface Action {
    label: string;
    run(): void;
}

/** Show a message for a while. */
export function notify(text: string, action?: Action): void {
    const plain = text.replaceAll("`", "");
    say(plain);
    const notice = byId("notice");
    const hide = () => {
        document.body.classList.remove("notified");
        notice.replaceChildren();
    };
    replaceChildren(notice,
        el("span", {}, plain),
        action && el("button", {
            type: "button",
            click: () => {
                hide();
                action.run();
            },
        }, action.label));
    document.body.classList.add("notified");
    window.clearTimeout(timer);
    timer = window.setTimeout(hide, action ? SHOWN_WITH_ACTION_MILLISECONDS : SHOWN_MILLISECONDS);
}
