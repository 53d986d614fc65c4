using Enas.Host;
using Enas.Host.Cli;
using Enas.Host.Composition;

// Before anything that needs a part of the program which may not load.
if (OpenFileLimit.IsTooLow())
{
    return ExitCodes.InputOutput;
}

EarlyStop.Listen(args);
Environment.Exit(await EnasApplication.RunAsync(args)); // A return would wait for whatever thread somebody left behind.
return ExitCodes.Bug; // Not reached.
