package dev.faroe.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;

/**
 * Sets Faroe up for the tests of a class, beside {@code @SpringBootTest} for example: no
 * limits, cheap hashes, no call to the breach check, no mails but {@link SentCodes}, a
 * {@link TestClock}, and users of requests who need not be in the database, see
 * {@link FaroeUserMutator}.
 * <p>
 * The settings come before those of the application, and after
 * {@code @TestPropertySource} and the properties of {@code @SpringBootTest}. A bean of
 * the application takes the place of one of these.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration
public @interface AutoConfigureFaroe {

	/**
	 * Return whether limits refuse attempts. What counts failures in a row, whenever they
	 * were, and any other rule is there without them, too.
	 * @return whether the limits are those of the application
	 */
	boolean limits() default false;

	/**
	 * Return whether new passwords are checked against breaches. The list of common
	 * passwords is there without the check, too.
	 * @return whether they are if the application has them checked
	 */
	boolean breachCheck() default false;

	/**
	 * Return whether hashes take no more than Argon2 needs, 8 KiB and one pass, and are
	 * computed by the Java engine, so that no start compares the engines.
	 * @return whether hashes are not those of the application
	 */
	boolean cheapHashing() default true;

	/**
	 * Return whether codes and notices go where the application sends them, to a mail
	 * server for example. Without that, {@link SentCodes} keeps the codes, and there are
	 * no notices.
	 * @return whether they go out
	 */
	boolean mail() default false;

}
