// Copies of the text in the browser, so nothing is lost if the tab closes or the server stops.

const PREFIX = "postlint-draft:";
const TAB_KEY = "postlint-draft";
const MAX_COPIES = 20;

/** The storage of this tab, which a browser may forbid. */
export const tabStorage = {
    get(key: string): string | null {
        try {
            return sessionStorage.getItem(key);
        } catch {
            return null;
        }
    },
    set(key: string, value: string): void {
        try {
            sessionStorage.setItem(key, value);
        } catch {
            // A reloaded tab then needs the printed address again.
        }
    },
};

export interface Copy {
    id: string;
    /** The draft's file, or "" without a file. */
    file: string;
    text: string;
    time: number;
}

export class DraftStorage {
    private readonly id = `${PREFIX}${crypto.randomUUID()}`;
    private readonly earlierId = tabStorage.get(TAB_KEY);

    constructor(
        private readonly file: string,
        private readonly onFailure: () => void,
    ) {
        tabStorage.set(TAB_KEY, this.id);
    }

    /** Keep a copy of text that isn't in a file, or remove it if the text is blank. */
    keep(text: string): void {
        if (!text.trim()) {
            this.remove(this.id);
            return;
        }
        const copy: Omit<Copy, "id"> = { file: this.file, text, time: Date.now() };
        try {
            localStorage.setItem(this.id, JSON.stringify(copy));
        } catch {
            this.onFailure();
        }
    }

    /** Remove the copy of this page's text, because a file has the text. */
    clear(): void {
        this.remove(this.id);
    }

    remove(id: string): void {
        try {
            localStorage.removeItem(id);
        } catch {
            // Without storage, there's nothing to remove.
        }
    }

    /** Return the copy from before this tab was reloaded. */
    copyOfThisTab(): Copy | null {
        return this.all().find((copy) => copy.id === this.earlierId && copy.file === this.file) ?? null;
    }

    /** Return the newest copy of the same draft from another page, if its text is different. */
    newestOther(text: string): Copy | null {
        const copies = this.all().filter((copy) => copy.id !== this.id);
        for (const old of copies.slice(MAX_COPIES)) {
            this.remove(old.id);
        }
        return copies.find((copy) => copy.file === this.file && copy.text !== text) ?? null;
    }

    private all(): Copy[] {
        const copies: Copy[] = [];
        try {
            for (let index = 0; index < localStorage.length; index++) {
                const id = localStorage.key(index);
                if (id?.startsWith(PREFIX)) {
                    copies.push({ ...(JSON.parse(localStorage.getItem(id) ?? "{}") as Copy), id });
                }
            }
        } catch {
            return [];
        }
        return copies
            .filter((copy) => typeof copy.text === "string" && typeof copy.time === "number")
            .sort((first, second) => second.time - first.time);
    }
}
