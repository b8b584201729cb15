// The page of `postlint write`: connects the editor, the panels, the file, and the server.

import type { ChangeSet, Text, Transaction } from "@codemirror/state";
import { LanguageClient } from "./client";
import type { ConnectionState } from "./connection";
import { Debounced } from "./debounce";
import { byId, plural } from "./dom";
import { DraftKeeper } from "./drafts";
import { Editor, loaded } from "./editor";
import { DraftFile } from "./file";
import { FindingsPanel } from "./findings_panel";
import { acceptDocuments } from "./importing";
import { toPosition } from "./positions";
import { ProfileForm } from "./profile";
import type { Session } from "./protocol";
import { Review } from "./review";
import { notify, say } from "./status";
import { tabStorage } from "./storage";

const CHANGED = "draft changed";
const PLATFORM_KEY = "postlint-platform";
/** After the marks of the last change: while someone types fast, only the marks are current. */
const REPORT_MILLISECONDS = 60;
const KEEP_MILLISECONDS = 250;
const ANNOUNCE_MILLISECONDS = 1_200;

const EXAMPLE = `We are thrilled to announce that we won the Regional Property Award! 🎉

It was an amazing evening with our wonderful team. Our founder gave a great speech, and we danced until two. We leverage synergies to deliver best-in-class solutions.

We are so proud of what we have achieved together this year.
`;

/** Whether changes replace all the text, or there was none. */
function replacesAll(before: Text, changes: ChangeSet): boolean {
    let start = before.length;
    let end = 0;
    changes.iterChangedRanges((from, to) => {
        start = Math.min(start, from);
        end = Math.max(end, to);
    });
    const text = before.toString();
    return (text.slice(0, start) + text.slice(end)).trim() === "";
}

/** The parts that need a session. */
interface Parts {
    editor: Editor;
    findings: FindingsPanel;
    review: Review;
    profile: ProfileForm;
    drafts: DraftKeeper;
    file: DraftFile | null;
}

export class App {
    private readonly client: LanguageClient;
    private parts: Parts | null = null;
    private platform = tabStorage.get(PLATFORM_KEY);
    private isOpening = false;

    private readonly report = new Debounced(REPORT_MILLISECONDS, () => void this.parts?.review.request());
    private readonly keep = new Debounced(KEEP_MILLISECONDS, () => void this.parts?.drafts.keep());
    private readonly announce = new Debounced(ANNOUNCE_MILLISECONDS, () => this.announceResult());

    /** @param onSession is called whenever the server accepts the token. */
    constructor(token: () => string, private readonly onSession: () => void) {
        this.client = new LanguageClient(
            () => `ws://${location.host}/lsp?token=${encodeURIComponent(token())}`,
            {
                started: (session) => this.start(session),
                connection: (state, attempts) => this.showConnection(state, attempts),
                diagnostics: (diagnostics) => {
                    if (this.parts && !this.parts.editor.isBlank) {
                        this.parts.findings.show(diagnostics);
                        this.measure();
                        this.report.start();
                    }
                },
                fileChanged: (text) => this.parts?.file?.fileChanged(text),
                message: notify,
            },
        );
        byId("reconnect").addEventListener("click", () => this.connect());
        byId("copy-text").addEventListener("click", () => void this.copy("text"));
        byId("copy-markdown").addEventListener("click", () => void this.copy("markdown"));
        document.addEventListener("keydown", (event) => {
            if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
                event.preventDefault();
                this.save();
            } else if (event.key === "F8" && this.parts && !event.defaultPrevented) {
                event.preventDefault();
                this.parts.findings.next(event.shiftKey ? -1 : 1);
            }
        });
        window.addEventListener("pagehide", () => void this.parts?.drafts.keep());
        if (/Mac|iPhone|iPad/.test(navigator.platform)) {
            document.querySelectorAll(".mod").forEach((key) => {
                key.textContent = "⌘";
            });
        }
    }

    connect(): void {
        this.client.connect();
    }

    private async start(session: Session): Promise<string> {
        this.onSession();
        if (this.parts) {
            this.configure();
            this.parts.drafts.resume();
            if (session.hasFile) {
                this.parts.file?.fileChanged(session.text);
            }
        } else {
            await this.open(session);
        }
        return this.parts?.editor.text ?? "";
    }

    private async open(session: Session): Promise<void> {
        const editor = new Editor(byId("editor"), session.text, {
            changed: (before, changes, transactions) => this.changed(before, changes, transactions),
            moved: (head) => {
                this.parts?.findings.cursorMoved(head);
                this.parts?.review.cursorMoved(toPosition(editor.doc, head).line);
            },
            next: (direction) => this.parts?.findings.next(direction),
            showFixes: () => this.parts?.findings.focusFixes(),
            save: () => this.save(),
        });
        const file = session.hasFile
            ? new DraftFile(session, this.client, editor, session.text, () => this.showState())
            : null;
        this.parts = {
            editor,
            file,
            findings: new FindingsPanel(editor, this.client),
            review: new Review(editor, this.client, session.questions, {
                tryExample: () => this.tryExample(),
                shown: () => this.announce.start(),
            }),
            profile: new ProfileForm(session, this.client, () => this.configure()),
            drafts: new DraftKeeper(session, this.client, editor, () => file !== null && !file.isUnsaved),
        };
        const { drafts, review } = this.parts;
        acceptDocuments(this.client, session.maxImportBytes, (text) => {
            if (session.hasFile) {
                editor.load(text);
            } else {
                drafts.startNew(text);
            }
        });
        byId("version").textContent = `postlint ${session.version}`;
        this.showPlatforms(session);
        if (this.platform !== null || this.parts.profile.unsaved) {
            this.configure();
        }
        review.compareFromHere();
        this.isOpening = true;
        await drafts.start();
        this.isOpening = false;
        this.showState();
        document.body.classList.add("ready");
        editor.view.focus();
    }

    private showConnection(state: ConnectionState, attempts: number): void {
        const isLost = state === "lost";
        byId("lost").hidden = !isLost;
        document.body.classList.toggle("offline", isLost);
        if (isLost && (attempts === 1 || attempts === 4)) {
            const text = this.parts ? "Your text is safe." : "";
            byId("lost-text").textContent = attempts < 4
                ? `The connection to postlint is lost. ${text} Reconnecting…`
                : `postlint has stopped, or it was started again. ${text} Run “postlint write”: the page that it opens has your drafts, and this one reconnects.`;
        }
    }

    private changed(before: Text, changes: ChangeSet, transactions: readonly Transaction[]): void {
        performance.mark(CHANGED);
        this.client.change(before, changes);
        if (!this.parts) {
            return;
        }
        const { editor, findings, review, drafts } = this.parts;
        findings.map(changes.desc);
        this.report.cancel();
        const isPaste = transactions.some((one) => one.isUserEvent("input.paste"));
        const isLoad = transactions.some((one) => one.annotation(loaded));
        if (isPaste && replacesAll(before, changes)) {
            drafts.setAside(before.toString());
        }
        if (isLoad || (isPaste && replacesAll(before, changes))) {
            review.compareFromHere();
        }
        if (!this.isOpening) {
            this.keep.start();
        }
        this.showState();
        if (!editor.isBlank) {
            review.showChecking();
        }
    }

    /** Measure how long the marks for the last change took, for the browser's profiler. */
    private measure(): void {
        if (performance.getEntriesByName(CHANGED).length > 0) {
            requestAnimationFrame(() => {
                performance.measure("marks shown", CHANGED);
                performance.clearMarks(CHANGED);
            });
        }
    }

    private showState(): void {
        if (!this.parts) {
            return;
        }
        const { editor, file, findings, review, drafts } = this.parts;
        byId("words").textContent = plural(editor.wordCount, "word");
        file?.show();
        const wasBlank = document.body.classList.contains("empty");
        document.body.classList.toggle("empty", editor.isBlank);
        if (editor.isBlank && !wasBlank) {
            findings.clear();
            review.clear();
            void drafts.refresh();
        }
        byId("drafts-card").hidden = !editor.isBlank || file !== null;
    }

    private showPlatforms(session: Session): void {
        const select = byId<HTMLSelectElement>("platform");
        const options = session.platforms.map(({ name, displayName }) => new Option(displayName, name));
        select.replaceChildren(new Option("Not chosen", ""), ...options);
        select.value = this.platform ?? "";
        this.platform = select.value || null;
        this.parts?.review.choosePlatform(this.platform);
        select.addEventListener("change", () => {
            this.platform = select.value || null;
            tabStorage.set(PLATFORM_KEY, select.value);
            this.parts?.review.choosePlatform(this.platform);
            this.configure();
        });
    }

    private configure(): void {
        this.client.configure({ platform: this.platform, profile: this.parts?.profile.unsaved ?? null });
    }

    private save(): void {
        if (this.parts?.file) {
            void this.parts.file.save();
        } else {
            notify("There’s no file to save; postlint keeps your drafts. Copy the text when it’s ready.");
        }
    }

    private async copy(kind: "text" | "markdown"): Promise<void> {
        if (!this.parts) {
            return;
        }
        const { editor, review } = this.parts;
        const text = kind === "markdown" ? editor.body : review.plainText;
        const what = kind === "markdown" ? "Copied as Markdown." : `Copied ${review.copied} as plain text.`;
        try {
            await navigator.clipboard.writeText(text);
            notify(what);
        } catch {
            notify("The browser didn’t allow copying. Select the text and copy it.");
        }
    }

    private tryExample(): void {
        this.parts?.editor.load(EXAMPLE);
        notify("Fix what the marks point to, and watch the score. Undo removes the example.");
        this.parts?.editor.view.focus();
    }

    private announceResult(): void {
        const { review, findings } = this.parts ?? {};
        if (review?.verdict && findings) {
            say(`${review.verdict}. ${findings.counts}.`);
        }
    }
}
