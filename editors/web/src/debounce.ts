// Waiting for a pause.

/** Runs something once, when it hasn't been started again for a while. */
export class Debounced {
    private timer = 0;

    constructor(private readonly milliseconds: number, private readonly run: () => void) {}

    start(): void {
        this.cancel();
        this.timer = window.setTimeout(this.run, this.milliseconds);
    }

    cancel(): void {
        window.clearTimeout(this.timer);
    }
}
