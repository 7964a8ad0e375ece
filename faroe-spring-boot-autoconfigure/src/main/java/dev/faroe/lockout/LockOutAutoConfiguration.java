package dev.faroe.lockout;

import java.time.Clock;

import dev.faroe.account.Accounts;
import dev.faroe.account.ForFeatures;
import dev.faroe.event.publishing.FaroeEvents;
import dev.faroe.ratelimit.Limits;
import dev.faroe.sql.FaroeDatabase;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for lock-outs.
 */
@AutoConfiguration(afterName = "dev.faroe.database.DatabaseAutoConfiguration")
@ConditionalOnBean(FaroeDatabase.class)
final class LockOutAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	LockOutService faroeLockOutService(@ForFeatures Accounts accounts, @ForFeatures Limits limits,
			@ForFeatures ObjectProvider<LockOutPart> parts, ObjectProvider<Clock> clock, FaroeDatabase database,
			FaroeEvents events) {
		return new LockOutService(accounts, limits, parts.orderedStream().toList(), clock.getIfUnique(Clock::systemUTC),
				database.transaction(), events);
	}

}
