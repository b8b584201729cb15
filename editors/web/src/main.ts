// Starts the page with the token of its address.

import { App } from "./app";
import { byId } from "./dom";
import { tabStorage } from "./storage";
import { useConstructedStyles } from "./styles";

const TOKEN_KEY = "postlint-token";
const DRAFT_HASH = "#draft"; // the target of the skip link

function readToken(): string | null {
    const fromAddress = location.hash === DRAFT_HASH ? "" : location.hash.slice(1);
    if (fromAddress) {
        history.replaceState(null, "", location.pathname);
        tabStorage.set(TOKEN_KEY, fromAddress);
        return fromAddress;
    }
    return tabStorage.get(TOKEN_KEY);
}

function main(): void {
    useConstructedStyles();
    let token = readToken();
    // When postlint starts again, its new page gives the new token to the pages from before.
    const tokens = new BroadcastChannel("postlint-token");
    const app = new App(() => token ?? "", () => tokens.postMessage(token));
    tokens.onmessage = ({ data }: MessageEvent<string>) => {
        if (data !== token) {
            token = data;
            tabStorage.set(TOKEN_KEY, data);
            app.connect();
        }
    };
    window.addEventListener("hashchange", () => {
        // The address of a new server, opened in the same tab.
        if (location.hash.length > 1 && location.hash !== DRAFT_HASH) {
            location.reload();
        }
    });
    if (token) {
        app.connect();
    } else {
        byId("lost").hidden = false;
        byId("reconnect").hidden = true;
        byId("lost-text").textContent = "Open the address that “postlint write” printed. It ends with a key that this page needs.";
    }
}

main();
