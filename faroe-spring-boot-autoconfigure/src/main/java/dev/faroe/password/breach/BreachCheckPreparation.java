package dev.faroe.password.breach;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/**
 * Prepares the breach check when the application has started, so that the start need not
 * wait for TLS to be set up.
 */
final class BreachCheckPreparation implements ApplicationListener<ApplicationReadyEvent> {

	private final ObjectProvider<PwnedPasswordChecker> checker;

	BreachCheckPreparation(ObjectProvider<PwnedPasswordChecker> checker) {
		this.checker = checker;
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		this.checker.ifAvailable((present) -> present.prepare().onErrorComplete().subscribe());
	}

}
