package dev.faroe.sample.pages;

import java.util.Objects;

import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.WebSession;

/**
 * The ticket of a flow that a browser has begun, in its session: a code from a mail is
 * worth nothing in another browser.
 *
 * @param name the name of the flow
 */
record Ticket(String name) {

	Rendering keep(String ticket, WebSession session, String next) {
		session.getAttributes().put(this.name, ticket);
		return Rendering.redirectTo(next).build();
	}

	/**
	 * Return the ticket; without one, what no flow has begun with.
	 */
	String of(WebSession session) {
		return Objects.requireNonNullElse(session.getAttribute(this.name), "");
	}

}
