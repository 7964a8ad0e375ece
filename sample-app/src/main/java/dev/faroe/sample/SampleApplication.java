package dev.faroe.sample;

import java.util.List;

import dev.faroe.sample.gofaroe.ImportGoFaroeCommand;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationExcludeFilter;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;

/**
 * The standalone Faroe server. Looks for components in this package alone: those below
 * are only for who wants them.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = { DataRedisAutoConfiguration.class, DataRedisReactiveAutoConfiguration.class })
@ComponentScan(resourcePattern = "*.class", excludeFilters = @Filter(type = FilterType.CUSTOM,
		classes = { TypeExcludeFilter.class, AutoConfigurationExcludeFilter.class }))
public class SampleApplication {

	/** What Reactor Netty reads once, when the first event loop is made. */
	private static final String EVENT_LOOPS = "reactor.netty.ioWorkerCount";

	/**
	 * Start the server, or run a command.
	 * @param args properties, as {@code --name=value}; or {@code import-go-faroe}, the
	 * path of a Go Faroe server's SQLite file, and properties
	 */
	public static void main(String[] args) {
		if (args.length > 0 && args[0].equals(ImportGoFaroeCommand.NAME)) {
			System.exit(importGoFaroe(List.of(args).subList(1, args.length)));
		}
		if (System.getProperty(EVENT_LOOPS) == null) {
			// Reactor Netty makes at least four: on fewer processors they only wait for
			// each other.
			System.setProperty(EVENT_LOOPS, Integer.toString(Runtime.getRuntime().availableProcessors()));
		}
		SpringApplication.run(SampleApplication.class, args);
	}

	private static int importGoFaroe(List<String> arguments) {
		// Some versions of Java have a console where there is no terminal, unless told.
		System.setProperty("jdk.console", "java.base");
		boolean terminal = System.console() != null;
		return new ImportGoFaroeCommand(SampleApplication.class, System.out, System.err, terminal).run(arguments);
	}

}
