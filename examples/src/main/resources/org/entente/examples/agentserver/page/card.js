// One connection in the list. It is changed in place, so that neither focus nor an open time
// line is lost when something happens.
import { attempt, busy, element, isolated, say } from './dom.js';
import { happening, isEstablished, isSending, reason, standing, time, titleOf } from './words.js';

export class Card {
  #events = [];
  #opened = false;

  /** @param actions what the buttons do: converse, showInvitation, retry, remove */
  constructor(id, actions) {
    this.id = id;
    this.title = element('h3', { id: `title-${id}`, tabIndex: -1 });
    this.state = element('p', { className: 'state' });
    this.reason = element('p', { className: 'reason' });
    this.warnings = element('p', { className: 'reason' });
    this.problem = element('p', { className: 'problem', role: 'alert', hidden: true });
    this.timeline = element('ol', { className: 'timeline' });
    this.details = element('details', {}, element('summary', {}, 'How it went'), this.timeline);
    this.details.addEventListener('toggle', () => this.details.open && actions.explain(id));
    this.root = element(
      'li',
      { className: 'card', id: `connection-${id}` },
      this.title,
      this.state,
      this.reason,
      this.warnings,
      element('div', { className: 'actions' }, ...this.#buttons(actions)),
      this.problem,
      this.details,
    );
  }

  show(connection, history, unread) {
    const { tone, text } = standing(connection, history);
    this.root.dataset.tone = tone;
    this.root.dataset.state = connection.state;
    const title = titleOf(connection);
    if (this.title.textContent !== title) {
      this.title.replaceChildren(isolated(title));
    }
    this.connection = connection;
    say(this.state, text);
    this.converse.textContent = unread ? `Messages (${unread} new)` : 'Messages';
    this.converse.hidden = !isEstablished(connection);
    this.invitation.hidden = connection.state !== 'InvitationGenerated';
    this.retry.hidden = !isSending(connection);
    this.#showHistory(history);
    this.explain();
    // Who waits for something that is under way wants to see where it stands.
    if (!this.#opened && isSending(connection)) {
      this.#opened = true;
      this.details.open = true;
    }
  }

  /** @param diagnosis the newest one, if there is any */
  explain(diagnosis = this.diagnosis) {
    this.diagnosis = diagnosis;
    say(this.reason, reason(this.connection, diagnosis));
    const lost = diagnosis?.givenUp ? [`Messages that could not be delivered: ${diagnosis.givenUp}.`] : [];
    const warnings = isEstablished(this.connection) ? [] : (diagnosis?.warnings ?? []);
    say(this.warnings, [...lost, ...warnings.map((warning) => `Note: ${warning}.`)].join(' '));
  }

  #showHistory(history) {
    // What happened before the oldest event we have heard of is in the connection itself.
    const { state, createdAt, updatedAt } = this.connection;
    const events = history.length ? history : [{ state, time: updatedAt ?? createdAt }];
    if (events.length !== this.#events.length || events.at(-1).state !== this.#events.at(-1).state) {
      this.#events = events;
      this.timeline.replaceChildren(...events.map(row));
    }
  }

  #buttons({ converse, showInvitation, retry, remove }) {
    this.converse = this.#button('Messages', 'primary', converse);
    this.invitation = this.#button('Show invitation', 'primary', showInvitation);
    this.retry = this.#button('Try again', '', retry);
    return [this.converse, this.invitation, this.retry, this.#button('Delete', 'quiet', remove)];
  }

  #button(text, className, task) {
    const button = element('button', {
      type: 'button',
      className,
      textContent: text,
      'aria-describedby': `title-${this.id}`,
    });
    button.addEventListener('click', () => busy(button, () => attempt(this.problem, () => task(this.id))));
    return button;
  }
}

const row = (event) =>
  element(
    'li',
    {},
    element('time', { dateTime: event.time, textContent: time(event.time) }),
    element('p', {}, `${happening(event)} `, element('code', {}, event.state)),
  );
