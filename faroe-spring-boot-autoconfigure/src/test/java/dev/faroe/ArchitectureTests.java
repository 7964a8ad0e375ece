package dev.faroe;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTag;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.faroe.ratelimit.Attempt;
import dev.faroe.security.ConstantTime;
import org.jspecify.annotations.NullMarked;

import org.springframework.data.repository.NoRepositoryBean;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * One way through, no way back: web, services, repositories.
 */
@AnalyzeClasses(packages = "dev.faroe", importOptions = ImportOption.DoNotIncludeTests.class)
@ArchTag("one-jdk")
class ArchitectureTests {

	@ArchTest
	static final ArchRule packagesHaveNoCycles = slices().matching("dev.faroe.(*)..").should().beFreeOfCycles();

	@ArchTest
	static final ArchRule nothingKnowsTheAutoConfiguration = noClasses().that()
		.resideOutsideOfPackage("..autoconfigure..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("dev.faroe.autoconfigure..");

	/**
	 * But addresses come from connections, the breach check is a client, and a failed
	 * log-in says which status it is, for applications that answer with it.
	 */
	@ArchTest
	static final ArchRule nothingBelowWebKnowsHttp = noClasses().that()
		.resideOutsideOfPackages("..web..", "..client..", "..password.breach..", "..login..", "..autoconfigure..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework.http..", "org.springframework.web..", "io.netty..", "reactor.netty..",
				"dev.faroe.web..");

	/**
	 * The database of an application is Boot's to set up, and so are the tables in it.
	 */
	@ArchTest
	static final ArchRule onlyWiringKnowsBoot = noClasses().that()
		.resideOutsideOfPackages("..autoconfigure..", "..database..")
		.and()
		.haveNameNotMatching(".*(AutoConfiguration|Properties|BreachCheckPreparation|EngineChoice)(\\$.*)?")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("org.springframework.boot..");

	@ArchTest
	static final ArchRule webKnowsNoRepository = noClasses().that()
		.resideInAPackage("..web..")
		.should()
		.dependOnClassesThat()
		.haveSimpleNameEndingWith("Repository");

	@ArchTest
	static final ArchRule featuresUseTheirOwnRepositoriesOnly = classes()
		.should(new ArchCondition<>("use the repositories of their own package only") {

			@Override
			public void check(JavaClass item, ConditionEvents events) {
				item.getDirectDependenciesFromSelf()
					.stream()
					.filter((dependency) -> dependency.getTargetClass().getPackageName().startsWith("dev.faroe"))
					.filter((dependency) -> dependency.getTargetClass().getSimpleName().endsWith("Repository"))
					.filter((dependency) -> !dependency.getTargetClass().isAnnotatedWith(NoRepositoryBean.class))
					.filter((dependency) -> !dependency.getTargetClass().getPackageName().equals(item.getPackageName()))
					.forEach((dependency) -> events
						.add(SimpleConditionEvent.violated(dependency, dependency.getDescription())));
			}

		});

	@ArchTest
	static final ArchRule everyPackageIsNullMarked = classes()
		.should(new ArchCondition<>("be in a package that is marked @NullMarked") {

			@Override
			public void check(JavaClass item, ConditionEvents events) {
				JavaPackage javaPackage = item.getPackage();
				if (!javaPackage.isAnnotatedWith(NullMarked.class)) {
					events.add(SimpleConditionEvent.violated(item, javaPackage.getName() + " is not null-marked"));
				}
			}

		});

	/**
	 * But {@code StoreLink} waits for its first connection, on the thread that starts the
	 * application: a request that came before it would not be counted in the store. On
	 * the same thread, {@code FaroeSchemaCheck} waits for the database.
	 * {@code FaroeAuthenticationProvider} keeps a thread of a servlet container waiting,
	 * as everything does there. {@code MailNotice} waits for it on a thread that sends
	 * mails, and waits for a mail server anyway.
	 */
	@ArchTest
	static final ArchRule nothingPrintsOrBlocks = noClasses().that()
		.doNotHaveSimpleName("StoreLink")
		.and()
		.doNotHaveSimpleName("FaroeSchemaCheck")
		.and()
		.doNotHaveSimpleName("FaroeAuthenticationProvider")
		.and()
		.doNotHaveSimpleName("MailNotice")
		.should()
		.callMethod(reactor.core.publisher.Mono.class, "block")
		.orShould()
		.callMethod(reactor.core.publisher.Flux.class, "blockLast")
		.orShould()
		.accessField(System.class, "out")
		.orShould()
		.accessField(System.class, "err");

	/**
	 * A limiter has to know whether a secret was compared: see {@link Attempt}. The
	 * credential of the REST API has no limit, and {@code TotpCodes} compares for an
	 * attempt.
	 */
	@ArchTest
	static final ArchRule secretsAreComparedInAttempts = noClasses().that()
		.doNotHaveSimpleName("Attempt")
		.and()
		.doNotHaveSimpleName("RestCredentials")
		.and()
		.doNotHaveSimpleName("TotpCodes")
		.and()
		.doNotHaveSimpleName("Secret")
		.should()
		.callMethod(ConstantTime.class, "equals", String.class, String.class);

}
