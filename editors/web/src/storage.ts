// What the browser stores: the choices in this tab, and text that the server doesn't have yet.

const PREFIX = "postlint-draft:";

/** A draft that the server may not have. */
export interface Unsent {
    id: string;
    /** The file whose unsaved text it is. */
    file: string | null;
    text: string;
}

function stored<T>(use: () => T, otherwise: T): T {
    try {
        return use();
    } catch {
        return otherwise; // the browser forbids storage, or it's full
    }
}

/** The storage of this tab: it survives a reload. */
export const tabStorage = {
    get: (key: string): string | null => stored(() => sessionStorage.getItem(key), null),
    set: (key: string, value: string): boolean =>
        stored(() => {
            sessionStorage.setItem(key, value);
            return true;
        }, false),
    remove: (key: string): void => stored(() => sessionStorage.removeItem(key), undefined),
};

/** Texts that wait for the server: they survive the tab, and the server's end. */
export const outbox = {
    put: ({ id, ...draft }: Unsent): boolean =>
        stored(() => {
            localStorage.setItem(PREFIX + id, JSON.stringify(draft));
            return true;
        }, false),
    remove: (id: string): void => stored(() => localStorage.removeItem(PREFIX + id), undefined),
    all: (): Unsent[] =>
        stored(() =>
            Object.keys(localStorage)
                .filter((key) => key.startsWith(PREFIX))
                .map((key) => ({
                    ...(JSON.parse(localStorage.getItem(key) ?? "{}") as Omit<Unsent, "id">),
                    id: key.slice(PREFIX.length),
                }))
                .filter((draft) => typeof draft.text === "string"), []),
};
