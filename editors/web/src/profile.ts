// The profile: who the writer's clients are. It comes from postlint.toml, or from a form.

import type { LanguageClient } from "./client";
import { byId, el, replaceChildren } from "./dom";
import type { Profile, Session } from "./protocol";
import { notify } from "./status";
import { tabStorage } from "./storage";

const KEY = "postlint-profile";
const TEXTS = ["firm", "offer"] as const;
const LISTS = ["clients", "problems"] as const;

export class ProfileForm {
    private readonly dialog = byId<HTMLDialogElement>("profile-dialog");
    private fields: Profile | null = null;

    constructor(
        private session: Session,
        private readonly client: LanguageClient,
        private readonly onChange: () => void,
    ) {
        const saved = tabStorage.get(KEY);
        if (saved && session.profile.canSave) {
            this.fields = JSON.parse(saved) as Profile;
        }
        replaceChildren(byId("profile-platforms"), ...session.platforms.map(({ name, displayName }) =>
            el("label", {}, el("input", { type: "checkbox", name: "platforms", value: name }), ` ${displayName}`)));
        byId("profile").addEventListener("click", () => this.open());
        byId("profile-close").addEventListener("click", () => this.dialog.close());
        byId("profile-save").addEventListener("click", () => void this.save());
        byId<HTMLFormElement>("profile-form").addEventListener("submit", (event) => {
            event.preventDefault();
            this.use(this.read());
            this.dialog.close();
            notify(this.fields
                ? "postlint uses this profile until you close the page. Save it to use it next time."
                : "The profile is empty.");
        });
        this.show();
    }

    /** What the writer filled in and hasn't saved; null if the configuration's profile applies. */
    get unsaved(): Profile | null {
        return this.fields;
    }

    private show(): void {
        const { file, canSave, message } = this.session.profile;
        const hasProfile = (!canSave && !message) || this.fields !== null;
        byId("profile").textContent = hasProfile ? "Profile ✓" : "Profile";
        byId("profile-source").textContent = canSave
            ? "Who do you write for? postlint looks for your clients’ problems in the draft, and checks whether they’re where you post."
            : message ?? `From ${file ?? "your configuration"}. Change it there; open the page again to use the changes.`;
        byId("profile-fields").toggleAttribute("disabled", !canSave);
        byId("profile-save").hidden = byId("profile-use").hidden = !canSave;
    }

    private open(): void {
        const fields = this.fields ?? this.session.profile.fields;
        for (const name of TEXTS) {
            this.field(name).value = fields[name] ?? "";
        }
        for (const name of LISTS) {
            this.field(name).value = (fields[name] ?? []).join("\n");
        }
        for (const box of this.boxes()) {
            box.checked = (fields.platforms ?? []).includes(box.value);
        }
        byId("profile-error").hidden = true;
        this.dialog.showModal();
    }

    private read(): Profile {
        const profile: Profile = {};
        for (const name of TEXTS) {
            const text = this.field(name).value.trim();
            if (text) {
                profile[name] = text;
            }
        }
        for (const name of LISTS) {
            const lines = this.field(name).value.split("\n").map((line) => line.trim()).filter(Boolean);
            if (lines.length) {
                profile[name] = lines;
            }
        }
        const platforms = this.boxes().filter((box) => box.checked).map((box) => box.value);
        if (platforms.length) {
            profile.platforms = platforms;
        }
        return profile;
    }

    private use(fields: Profile): void {
        this.fields = Object.keys(fields).length ? fields : null;
        if (this.fields) {
            tabStorage.set(KEY, JSON.stringify(this.fields));
        } else {
            tabStorage.remove(KEY);
        }
        this.show();
        this.onChange();
    }

    private async save(): Promise<void> {
        const fields = this.read();
        const { status, file, message } = await this.client.saveProfile(fields).catch((error: unknown) =>
            ({ status: "error" as const, file: undefined, message: error instanceof Error ? error.message : String(error) }));
        if (status === "error") {
            byId("profile-error").textContent = message ?? "";
            byId("profile-error").hidden = false;
            return;
        }
        this.session = { ...this.session, profile: { file: file ?? null, fields, canSave: false } };
        this.use({});
        this.dialog.close();
        notify(`Saved in ${file ?? "postlint.toml"}.`);
    }

    private field(name: string): HTMLInputElement | HTMLTextAreaElement {
        return byId(`profile-${name}`);
    }

    private boxes(): HTMLInputElement[] {
        return [...byId("profile-platforms").querySelectorAll("input")];
    }
}
