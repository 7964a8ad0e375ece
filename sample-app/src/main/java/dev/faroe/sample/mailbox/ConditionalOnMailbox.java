package dev.faroe.sample.mailbox;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.context.annotation.Conditional;

/**
 * Where there is no mail server, and the mailbox is not switched off.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@ConditionalOnBooleanProperty("sample.mailbox.enabled")
@Conditional(ConditionalOnMailbox.NoMailServer.class)
@interface ConditionalOnMailbox {

	/**
	 * Spring Boot makes a sender of its own for these.
	 */
	final class NoMailServer extends NoneNestedConditions {

		NoMailServer() {
			super(ConfigurationPhase.PARSE_CONFIGURATION);
		}

		@ConditionalOnProperty("spring.mail.host")
		static final class Host {

		}

		@ConditionalOnProperty("spring.mail.jndi-name")
		static final class Jndi {

		}

	}

}
