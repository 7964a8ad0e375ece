package dev.faroe.flow;

import dev.faroe.FaroeConfigurationException;
import dev.faroe.account.ForFeatures;
import dev.faroe.delivery.CodeDelivery;
import dev.faroe.emailupdate.EmailUpdateService;
import dev.faroe.emailverification.EmailVerificationService;
import dev.faroe.logincode.LogInCodeService;
import dev.faroe.password.NewPasswords;
import dev.faroe.passwordreset.PasswordResetService;
import dev.faroe.ratelimit.Limits;
import dev.faroe.recovery.RecoveryCodeService;
import dev.faroe.security.TokenGenerator;
import dev.faroe.sql.FaroeDatabase;
import dev.faroe.user.NewUsers;
import dev.faroe.user.UserService;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for the flows.
 */
@AutoConfiguration(
		afterName = { "dev.faroe.database.DatabaseAutoConfiguration", "dev.faroe.delivery.DeliveryAutoConfiguration" })
@ConditionalOnBean(FaroeDatabase.class)
@ConditionalOnBooleanProperty("faroe.flows.enabled")
@EnableConfigurationProperties(FlowProperties.class)
final class FlowAutoConfiguration {

	@Bean
	FlowParts faroeFlowParts(FlowProperties properties, @ForFeatures Limits limits, TokenGenerator tokens,
			@Qualifier(CodeDelivery.BEAN_NAME) ObjectProvider<CodeDelivery> delivery) {
		CodeDelivery available = delivery.getIfAvailable();
		if (available == null) {
			throw new FaroeConfigurationException("faroe.flows.enabled is true, but codes are not delivered.",
					"Set faroe.delivery.enabled to true.");
		}
		return new FlowParts(new DiscreetWork(properties.capacity(), properties.failureTime(), Schedulers.parallel()),
				limits, tokens, available, properties.linkBase());
	}

	@Bean
	@ConditionalOnMissingBean
	SignUpFlow faroeSignUpFlow(@ForFeatures NewUsers newUsers, NewPasswords newPasswords, UserService users,
			EmailVerificationService verifications, FlowParts parts) {
		return new SignUpFlow(newUsers, newPasswords, users, verifications, parts);
	}

	@Bean
	@ConditionalOnMissingBean
	PasswordResetFlow faroePasswordResetFlow(PasswordResetService resets, NewPasswords newPasswords, UserService users,
			RecoveryCodeService recoveryCodes, FlowParts parts) {
		return new PasswordResetFlow(resets, newPasswords, users, recoveryCodes, parts);
	}

	@Bean
	@ConditionalOnMissingBean
	EmailUpdateFlow faroeEmailUpdateFlow(EmailUpdateService updates, UserService users, FlowParts parts) {
		return new EmailUpdateFlow(updates, users, parts);
	}

	@Bean
	@ConditionalOnMissingBean
	EmailedCodeFlow faroeEmailedCodeFlow(@ForFeatures LogInCodeService codes, NewPasswords newPasswords,
			UserService users, FlowParts parts) {
		return new EmailedCodeFlow(codes, newPasswords, users, parts);
	}

}
