using Enas.Pipeline.Catalogs;

namespace Enas.Host;

/// <summary>
/// The program for whoever adds to it: a program of one's own adds its spaces and strategies to
/// <see cref="Pipeline.Catalogs.SpaceCatalog"/> and <see cref="Pipeline.Catalogs.StrategyCatalog"/> and then runs the command line.
/// </summary>
public static class EnasProgram
{
    /// <summary>Runs one command line to its exit code, over this process's console and in its working directory.</summary>
    public static Task<int> RunAsync(string[] args) => EnasApplication.RunAsync(args);
}
