using System.Diagnostics;
using System.Reflection;
using Enas.Host.Cli;

namespace Enas.Host.Workers;

/// <summary>This program as another process of the same command line.</summary>
internal static class OwnProgram
{
    /// <summary>A start of it in the same surroundings, with its streams at hand.</summary>
    /// <param name="arguments">Its command line.</param>
    public static ProcessStartInfo Start(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Surroundings.Current.ProgramFile)
        {
            WorkingDirectory = Surroundings.Current.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(Assembly.GetEntryAssembly()!.Location);
        }

        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }
}
