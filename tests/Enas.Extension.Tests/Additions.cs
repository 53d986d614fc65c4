using System.Runtime.CompilerServices;
using Enas.Extension.Tests.Operations;
using Enas.Extension.Tests.Rank;
using Enas.Extension.Tests.Staircase;
using Enas.Extension.Tests.Tally;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Catalogs.Evaluators;
using Samples.Library;

namespace Enas.Extension.Tests;

/// <summary>All that a program of one's own says before it runs the command line.</summary>
internal static class Additions
{
    [ModuleInitializer]
    internal static void Add()
    {
        StrategyCatalog.Add(new OneByOneKind());
        SpaceCatalog.Add(new StaircaseModule());
        EvaluatorCatalog.Add(new TallyKind());
        EvaluatorCatalog.Add(new RankKind());
        SpaceCatalog.AddOperation("macro-cnn", GroupedConvolution.Operation);
        SpaceCatalog.AddOperation("micro-cnn", GroupedConvolution.Operation);
    }
}
