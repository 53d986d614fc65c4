// Before anything that needs a part of the program which may not load.
if (Enas.Host.Cli.OpenFileLimit.IsTooLow())
{
    return Enas.Host.Cli.ExitCodes.InputOutput;
}

return await Enas.Host.Cli.EnasApplication.RunAsync(args);
