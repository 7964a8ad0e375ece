package dev.faroe.sample.operator;

import java.util.Locale;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * What an operator can do to a user, each after a confirmation.
 */
public enum Measure {

	/** Lets the user try again. */
	END_LOCK_OUTS("End the lock-outs",
			"The user can try passwords and codes again at once. So can whoever has been "
					+ "guessing them: find out first who that was.",
			false),

	/** Ends what was begun with a log-in. */
	END_SESSIONS("End all sessions", "Whoever is logged in as this user has to log in again.", false),

	/** Keeps the user out. */
	DISABLE("Disable the user",
			"The user can no longer log in, nor reset the password, and all sessions end. You can "
					+ "take it back. Codes that are open are worth nothing.",
			true),

	/** Lets the user in again. */
	ENABLE("Enable the user", "The user can log in again. The sessions of before stay ended.", false),

	/** Removes the user. */
	DELETE("Delete the user for good",
			"The user is removed with the password, the authenticators and the passkeys. Nobody can take it back.",
			true);

	private final String title;

	private final String consequence;

	private final boolean danger;

	Measure(String title, String consequence, boolean danger) {
		this.title = title;
		this.consequence = consequence;
		this.danger = danger;
	}

	/**
	 * Return the name in paths.
	 * @return the name
	 */
	public String path() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	public String title() {
		return this.title;
	}

	public String consequence() {
		return this.consequence;
	}

	/**
	 * Return whether it takes something away from the user.
	 * @return whether it does
	 */
	public boolean danger() {
		return this.danger;
	}

	static Measure of(String path) {
		for (Measure measure : values()) {
			if (measure.path().equals(path)) {
				return measure;
			}
		}
		throw new ResponseStatusException(HttpStatus.NOT_FOUND);
	}

}
