package dev.faroe.sample;

import java.util.List;

import dev.faroe.sample.gofaroe.ImportGoFaroeCommand;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration;

/**
 * The standalone Faroe server.
 */
@SpringBootApplication(proxyBeanMethods = false,
		exclude = { DataRedisAutoConfiguration.class, DataRedisReactiveAutoConfiguration.class })
public class SampleApplication {

	/**
	 * Start the server, or run a command.
	 * @param args properties, as {@code --name=value}; or {@code import-go-faroe}, the
	 * path of a Go Faroe server's SQLite file, and properties
	 */
	public static void main(String[] args) {
		if (args.length > 0 && args[0].equals(ImportGoFaroeCommand.NAME)) {
			System.exit(importGoFaroe(List.of(args).subList(1, args.length)));
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
