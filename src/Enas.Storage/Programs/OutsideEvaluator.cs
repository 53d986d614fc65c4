using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Pipeline.Evaluators;
using Enas.Pipeline.Ports;
using Enas.Storage.Folders;
using Enas.Storage.Places;

namespace Enas.Storage.Programs;

/// <summary>Who evaluates the architectures of a search where Enas does not.</summary>
internal static class OutsideEvaluator
{
    /// <summary>The folder of such a search: programs have folders beside it, and what is told are files there.</summary>
    /// <param name="search">Where it is or will be.</param>
    /// <exception cref="FolderOccupiedException">It is in an object store.</exception>
    public static string FolderOf(string search) => !StoreCatalog.IsAddress(search) ? search
        : throw new FolderOccupiedException(new ArgumentException($"{search} is in an object store, and what evaluates architectures "
            + "outside of enas (evaluator.kind command or told) works in folders of this machine beside the search: "
            + "keep such a search in a folder"));

    /// <summary>Who it is in a search: whoever asks for architectures and tells, or a program that is run for each.</summary>
    /// <exception cref="InvalidOperationException">It is neither, see <see cref="IEvaluatorKind.TrainsElsewhere"/>.</exception>
    public static IChildTrainer Of(ProgramSurroundings search)
    {
        var kind = EvaluatorCatalog.Of(search.Job);
        return kind.AwaitsValues ? new ToldEvaluator(search) : kind.RunsProgram ? new ProgramTrainer(search)
            : throw new InvalidOperationException($"evaluator.kind \"{kind.Name}\" neither runs a program nor waits for values");
    }
}
