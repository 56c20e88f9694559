// Small helpers. Whatever a peer wrote becomes a text node: there is no innerHTML in this page.

export const byId = (id) => document.getElementById(id);

/** An element; properties with a dash, and role, are attributes; strings become text. */
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key.includes('-') || key === 'role') {
      made.setAttribute(key, value);
    } else {
      made[key] = value;
    }
  }
  made.append(...children);
  return made;
}

/** Text of a peer or a user: its direction of writing does not leak into ours. */
export const isolated = (text) => element('bdi', {}, text);

/** Shows a sentence, or hides its place if there is none. Nothing is announced twice. */
export function say(place, text = '') {
  if (place.textContent !== text) {
    place.textContent = text;
  }
  place.hidden = text === '';
}

/** For those who hear the page: said when the reader has a pause. */
export function announce(text) {
  byId('announcer').append(element('p', {}, isolated(text)));
  while (byId('announcer').children.length > 5) {
    byId('announcer').firstChild.remove();
  }
}

/** Runs a task that a button began; meanwhile the button does nothing, and keeps the focus. */
export async function busy(button, task) {
  if (button.getAttribute('aria-disabled') === 'true') {
    return;
  }
  button.setAttribute('aria-disabled', 'true');
  try {
    await task();
  } finally {
    button.removeAttribute('aria-disabled');
  }
}

/** Runs a task, and says why if it fails. */
export async function attempt(place, task) {
  say(place);
  try {
    await task();
  } catch (failure) {
    say(place, failure.message);
  }
}

/** A button that copies a field. */
export function copyButton(button, field, result) {
  field.addEventListener('focus', () => field.select());
  button.addEventListener('click', async () => {
    say(result);
    say(result, (await copy(field)) ? 'Copied.' : 'Press Ctrl+C (or ⌘C) to copy the marked link.');
  });
}

// On plain http, but for localhost, there is no clipboard object.
async function copy(field) {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    field.focus();
    field.select();
    return document.execCommand('copy');
  }
}

/** Opens a dialog; the answer is whether it was confirmed. The focus goes back by itself. */
export function ask(dialog) {
  const form = dialog.querySelector('form');
  return new Promise((resolve) => {
    const confirm = (event) => {
      event.preventDefault();
      dialog.close('yes');
    };
    const cancel = () => dialog.close('');
    form.addEventListener('submit', confirm);
    form.querySelector('[type=button]').onclick = cancel;
    dialog.addEventListener(
      'close',
      () => {
        form.removeEventListener('submit', confirm);
        resolve(dialog.returnValue === 'yes');
      },
      { once: true },
    );
    dialog.returnValue = '';
    dialog.showModal();
  });
}
