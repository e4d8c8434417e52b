//! What a package installs besides the program: completions for shells, and manual pages.

use std::path::Path;

use clap::Command;

use super::args::{CompletionsArgs, ManArgs};
use super::help;
use super::output::{Failure, why, write_bytes};
use crate::text::{Lang, Text};

/// Writes the completions of a shell.
pub fn completions(args: &CompletionsArgs, lang: Lang) -> Result<u8, Failure> {
    let mut bytes = Vec::new();
    clap_complete::generate(args.shell, &mut help::command(lang), "beian", &mut bytes);
    write_bytes(&bytes, args.output.as_deref())?;
    Ok(0)
}

/// Writes the manual page of the program, or those of all commands into a directory.
pub fn man(args: &ManArgs, lang: Lang) -> Result<u8, Failure> {
    let mut command = help::command(lang);
    command.build();
    match &args.output {
        None => write_bytes(&page(&command, lang)?, None)?,
        Some(folder) => {
            std::fs::create_dir_all(folder).map_err(|error| {
                let why = why(&error);
                let name = folder.display();
                Failure::Told(Text::new(
                    format!("建不了目录 {name}：{}", why.zh),
                    format!("cannot make the directory {name}: {}", why.en),
                ))
            })?;
            pages(&command, "beian", folder, lang)?;
        }
    }
    Ok(0)
}

/// A command's page and those of the commands below it (`beian-rules-list.1`).
fn pages(command: &Command, name: &str, folder: &Path, lang: Lang) -> Result<(), Failure> {
    // clap wants a name that lives as long as the program; there are as many as commands.
    let titled = command
        .clone()
        .name(String::leak(name.to_owned()) as &'static str);
    write_bytes(
        &page(&titled, lang)?,
        Some(&folder.join(format!("{name}.1"))),
    )?;
    for inner in command
        .get_subcommands()
        .filter(|inner| !inner.is_hide_set())
    {
        pages(inner, &format!("{name}-{}", inner.get_name()), folder, lang)?;
    }
    Ok(())
}

fn page(command: &Command, lang: Lang) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let written = clap_mangen::Man::new(command.clone()).render(&mut bytes);
    written.map_err(|error| {
        Failure::Told(Text::new(
            format!("手册页写不出：{error}"),
            format!("the manual page cannot be written: {error}"),
        ))
    })?;
    // What clap says itself is English in every page.
    Ok(match String::from_utf8(bytes) {
        Ok(page) => help::heading(&page, lang).into_bytes(),
        Err(error) => error.into_bytes(),
    })
}
