// Makes invitations, and shows one as a QR code and as a link.
import { get, getPicture, post } from './api.js';
import { attempt, busy, byId, copyButton, say } from './dom.js';
import { Progress } from './progress.js';
import { time } from './words.js';

export class Inviting {
  // Answers may come when another invitation is wanted.
  #wanted = null;
  #shown = null;
  #isShort = false;

  constructor(connections, converse) {
    this.connections = connections;
    this.problem = byId('invite-problem');
    this.progress = new Progress('invite', connections, converse, (c) => this.#changed(c));
    byId('invite-form').addEventListener('submit', (event) => {
      event.preventDefault();
      busy(byId('invite-button'), () => attempt(this.problem, () => this.#invite()));
    });
    byId('other-form').addEventListener('click', () =>
      busy(byId('other-form'), () => attempt(this.problem, () => this.#present(!this.#isShort))),
    );
    byId('invite-again').addEventListener('click', () => this.#close());
    copyButton(byId('copy-link'), byId('invitation-link'), byId('copy-result'));
  }

  /** Shows the invitation of a connection that waits for somebody to use it. */
  async show(connection) {
    const id = connection.connectionId;
    this.#wanted = id;
    const invitation = await get(`/connections/${id}/invitation`);
    if (this.#wanted !== id) {
      return;
    }
    this.#shown = { id, ...invitation };
    say(this.problem);
    say(byId('copy-result'));
    byId('invite-form').hidden = true;
    byId('invitation').hidden = false;
    byId('invitation-open').hidden = false;
    this.progress.follow(connection);
    await this.#present(false);
    byId('copy-link').focus();
  }

  /** A short link ends with the process that gave it. */
  async refresh() {
    const id = this.#shown?.id;
    if (id && this.connections.get(id)?.state === 'InvitationGenerated') {
      await attempt(this.problem, async () => {
        const invitation = await get(`/connections/${id}/invitation`);
        if (this.#shown?.id === id) {
          this.#shown = { id, ...invitation };
          await this.#present(this.#isShort);
        }
      });
    }
  }

  async #invite() {
    const label = byId('invite-label').value.trim();
    const goal = byId('invite-goal').value.trim();
    const connection = await post('/connections', { ...(label && { label }), ...(goal && { goal }) });
    this.connections.put(connection);
    byId('invite-form').reset();
    await this.show(this.connections.get(connection.connectionId));
  }

  async #present(isShort) {
    const { id, url, comfortable, shortUrl, shortUrlExpires } = this.#shown;
    this.#isShort = isShort;
    byId('invitation-link').value = isShort ? shortUrl : url;
    const until = shortUrlExpires ? ` until ${time(shortUrlExpires)}` : '';
    const note = isShort
      ? `The short link works once${until}. This agent must be reachable when it is used.`
      : 'This link is too long for a QR code that phones read with ease.';
    say(byId('form-note'), comfortable ? '' : note);
    byId('other-form').hidden = comfortable || !shortUrl;
    byId('other-form').textContent = isShort ? 'Show the full link' : 'Use a short link';
    await this.#draw(id, isShort ? 'short' : 'full');
  }

  async #draw(id, form) {
    const picture = byId('qr');
    URL.revokeObjectURL(picture.src);
    picture.hidden = true;
    try {
      const drawn = await getPicture(`/connections/${id}/invitation.svg?form=${form}`);
      if (this.#shown?.id === id && this.#isShort === (form === 'short')) {
        picture.src = drawn;
        picture.hidden = false;
      } else {
        URL.revokeObjectURL(drawn);
      }
    } catch (failure) {
      say(this.problem, `There is no QR code: ${failure.message}`);
    }
  }

  // An invitation that was used, or whose time is over, is of no more use to anybody.
  #changed(connection) {
    if (connection?.state !== 'InvitationGenerated') {
      byId('invitation-open').hidden = true;
      byId('invite-again').textContent = 'Invite somebody else';
    } else {
      byId('invite-again').textContent = 'Close';
    }
    if (!connection) {
      this.#close();
    }
  }

  #close() {
    const hadFocus = byId('invitation').contains(document.activeElement);
    this.#shown = null;
    this.#wanted = null;
    byId('invitation').hidden = true;
    byId('invite-form').hidden = false;
    if (this.progress.id) {
      this.progress.stop();
    }
    if (hadFocus) {
      byId('invite-button').focus();
    }
  }
}
