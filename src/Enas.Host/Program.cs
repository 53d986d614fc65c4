return await Enas.Host.Cli.EnasApplication.RunAsync(args);
