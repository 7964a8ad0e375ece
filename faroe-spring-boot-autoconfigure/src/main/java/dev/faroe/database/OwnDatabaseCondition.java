package dev.faroe.database;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * Matches when Faroe has a database of its own.
 */
final class OwnDatabaseCondition extends SpringBootCondition {

	private static final String URL = "faroe.r2dbc.url";

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("Faroe's own database");
		return matches(context.getEnvironment()) ? ConditionOutcome.match(message.foundExactly(URL))
				: ConditionOutcome.noMatch(message.didNotFind("property").items(URL));
	}

	static boolean matches(Environment environment) {
		return environment.getProperty("faroe.enabled", Boolean.class, true)
				&& StringUtils.hasText(environment.getProperty(URL));
	}

}
