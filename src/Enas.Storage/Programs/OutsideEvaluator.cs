using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Pipeline.Options;
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

    /// <summary>A program that is run for each, or whoever asks for them and tells.</summary>
    public static IChildTrainer Of(ProgramSurroundings search) =>
        EvaluatorCatalog.Of(search.Job).AwaitsValues ? new ToldEvaluator(search) : new ProgramTrainer(search);
}
