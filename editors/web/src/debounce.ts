// Waiting for a pause.

/** Run something once, when it hasn't been started again for a while. */
export function debounce(milliseconds: number, run: () => void): { start(): void } {
    let timer = 0;
    return {
        start() {
            window.clearTimeout(timer);
            timer = window.setTimeout(run, milliseconds);
        },
    };
}
