package dev.faroe.host;

import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.faroe.delivery.CodeDelivery;
import dev.faroe.delivery.CodeMessage;
import dev.faroe.delivery.CodePurpose;
import dev.faroe.security.Secret;
import dev.faroe.test.TestDatabase;
import dev.faroe.test.WithFaroe;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The example of docs/embedding.md that sends codes its own way.
 */
class OwnCodeSenderTests {

	private final BlockingQueue<String> letters = new LinkedBlockingQueue<>();

	@ParameterizedTest
	@CsvSource({ "PASSWORD_RESET,ABCDEFGH,Set a new password with this code: ABCDEFGH",
			"LOG_IN,ABCDEFGH,Log in with this code: ABCDEFGH", "EMAIL_VERIFICATION,ABCDEFGH,Your code: ABCDEFGH",
			"ADDRESS_IN_USE,,You have an account already." })
	void sendsCodesItsOwnWay(CodePurpose purpose, @Nullable String code, String text) {
		CodeMessage message = new CodeMessage(purpose, null, "ann@example.com", (code != null) ? Secret.of(code) : null,
				null, null, Locale.ENGLISH);
		new ApplicationContextRunner().withConfiguration(WithFaroe.and(R2dbcAutoConfiguration.class))
			.withPropertyValues(TestDatabase.H2.create().toArray(String[]::new))
			.withPropertyValues("faroe.delivery.enabled=true", "faroe.password.breach-check.enabled=false",
					"faroe.password.argon2.memory=64KB")
			.withUserConfiguration(OwnCodeSender.class)
			.withBean(OwnCodeSender.Letters.class, () -> (address, letter) -> this.letters.add(address + ": " + letter))
			.run((context) -> {
				context.getBean(CodeDelivery.BEAN_NAME, CodeDelivery.class).deliver(message).block();
				assertThat(this.letters.poll(1, TimeUnit.MINUTES)).isEqualTo("ann@example.com: " + text);
			});
	}

}
