package dev.faroe.host;

import dev.faroe.delivery.CodeSender;
import dev.faroe.security.Secret;

import org.springframework.context.annotation.Bean;

/**
 * The example of docs/embedding.md that sends codes its own way.
 */
class OwnCodeSender {

	@Bean
	CodeSender codeSender(Letters letters) {
		return (message) -> {
			String text = switch (message.purpose()) {
				case PASSWORD_RESET -> "Set a new password with this code: ";
				case LOG_IN -> "Log in with this code: ";
				default -> "Your code: ";
			};
			Secret code = message.code();
			letters.send(message.email(), (code != null) ? text + code.value() : "You have an account already.");
		};
	}

	/**
	 * Sends letters.
	 */
	interface Letters {

		void send(String address, String text);

	}

}
